/* Numbers, months and percentages on both sides of a pair. */
#include "sample_qa.h"

static void says(const char *source, const char *language, const char *target,
                 const char *expected) {
  sample_assert_says("numbers", source, language, target, expected);
}

static void a_number_is_the_same_in_each_digit_system(void) {
  says("In 2008, 12 of 40 came.", "ckb", "لە ٢٠٠٨ ١٢ لە ۴۰ هاتن.", "");
  says("In 2008.", "ar", "في عام 2008.", "");
}

static void a_changed_digit_is_found_on_both_sides(void) {
  says("In 2008.", "ckb", "لە ٢٠٠٩.", "2008 is not in the translation | 2009 is not in the source");
}

static void a_small_number_may_be_a_word(void) {
  says("It took 3 years.", "ckb", "سێ ساڵی خایاند.", "");
  says("It took three years.", "ckb", "٣ ساڵی خایاند.", "");
  says("The 7th day.", "ar", "اليوم السابع.", "");
  says("It took 25 days.", "ckb", "بیست و پێنج ڕۆژی خایاند.", "");
  says("It took 4 years.", "ckb", "سێ ساڵی خایاند.", "4 is not in the translation");
}

static void separators_of_thousands_are_no_part_of_a_number(void) {
  says("30,000 people.", "ar", "30000 شخص.", "");
  says("30,000 people.", "ar", "٣٠٬٠٠٠ شخص.", "");
  says("30,000 people.", "ar", "30،000 شخص.", "");
  says("30,000 people.", "ckb", "٣٠.٠٠٠ کەس.", "");
}

static void a_decimal_point_is(void) {
  says("It grew by 2.5.", "ckb", "٢٫٥ زیادی کرد.", "");
  says("It grew by 2.5.", "ckb", "٢٥ زیادی کرد.",
       "2.5 is not in the translation | 25 is not in the source");
  says("It grew by 0.125.", "ckb", "٠٫١٢٥ زیادی کرد.", "");
}

static void thousands_and_millions_may_be_words(void) {
  says("5,000 people.", "ckb", "٥ هەزار کەس.", "");
  says("5 million people.", "ar", "5,000,000 شخص.", "");
  says("41,300 pages.", "ar", "٤١ ألفاً و٣٠٠ صفحة.", "");
  says("41,300 pages.", "ar", "٤١ ألفاً و٢٠٠ صفحة.",
       "41,300 is not in the translation | 200 is not in the source");
}

static void ordinals_and_decades_may_be_words(void) {
  says("In the 19th century.", "ar", "في القرن التاسع عشر.", "");
  says("The 40th day.", "ckb", "چلەمین ڕۆژ.", "");
  says("In the 1980s.", "ar", "في ثمانينيات القرن العشرين.", "");
  says("In the 1980s.", "ar", "في سبعينيات القرن العشرين.", "1980 is not in the translation");
}

static void a_number_may_be_cut_short_or_in_groups(void) {
  says("The war of 1950-53.", "ar", "حرب 1950 حتى 1953.", "");
  says("The war of 1950\u201353.", "ar", "حرب 1950 حتى 1954.",
       "53 is not in the translation | 1954 is not in the source");
  says("At 4:00.", "ar", "في الساعة 4.", "");
  says("At 4:00.", "ar", "في الساعة الرابعة.", "");
  says("At 4:30.", "ar", "في الساعة 4.", "30 is not in the translation");
  says("Call 116 123.", "ckb", "پەیوەندی بە ١١٦١٢٣ بکە.", "");
  says("Call 116 123.", "ckb", "پەیوەندی بە ١١٦١٢٤ بکە.",
       "116 is not in the translation | 123 is not in the translation | 116124 is not in the "
       "source");
}

static void a_month_may_be_a_number(void) {
  says("On 3 March.", "ckb", "لە ٣ی ٣.", "");
  says("On March 5.", "ar", "في 5/3.", "");
}

static void a_month_is_missed_where_it_is_a_date(void) {
  sample_assert_says("dates", "On 3 March 2012.", "ckb", "لە ٣ی ئازاری ٢٠١٢.", "");
  sample_assert_says("dates", "On 3 March 2012.", "ar", "في 3 آذار 2012.", "");
  sample_assert_says("dates", "On 3 March 2012.", "ar", "في 3 أبريل 2012.",
                     "month 3 (march) is not in the translation | month 4 (ابريل) is not in the "
                     "source");
  sample_assert_says("dates", "He may march.", "ar", "قد يسير.", "");
}

static void a_percentage_stays_one(void) {
  sample_assert_says("percent", "It fell 5%.", "ckb", "لەسەدا ٥ کەم بووەوە.", "");
  sample_assert_says("percent", "It fell 5 per cent.", "ar", "انخفض 5٪.", "");
  sample_assert_says("percent", "It fell 5%.", "ar", "انخفض 5.",
                     "the translation has no per cent sign or word");
  sample_assert_says("percent", "It fell.", "ar", "انخفضت الشبكة العالمية.", "");
  sample_assert_says("percent", "It fell 5 to 10 per cent.", "ckb",
                     "لە سەدا پێنج بۆ دە کەم بووەوە.", "");
  sample_assert_says("percent", "In the century.", "ckb", "لە سەدەی ڕابردوودا.", "");
  sample_assert_says("percent", "In hundreds of shops.", "ckb", "لە سەدان دووکاندا.", "");
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/figures/a_number_is_the_same_in_each_digit_system",
                  a_number_is_the_same_in_each_digit_system);
  g_test_add_func("/figures/a_changed_digit_is_found_on_both_sides",
                  a_changed_digit_is_found_on_both_sides);
  g_test_add_func("/figures/a_small_number_may_be_a_word", a_small_number_may_be_a_word);
  g_test_add_func("/figures/separators_of_thousands_are_no_part_of_a_number",
                  separators_of_thousands_are_no_part_of_a_number);
  g_test_add_func("/figures/a_decimal_point_is", a_decimal_point_is);
  g_test_add_func("/figures/thousands_and_millions_may_be_words",
                  thousands_and_millions_may_be_words);
  g_test_add_func("/figures/ordinals_and_decades_may_be_words", ordinals_and_decades_may_be_words);
  g_test_add_func("/figures/a_number_may_be_cut_short_or_in_groups",
                  a_number_may_be_cut_short_or_in_groups);
  g_test_add_func("/figures/a_month_may_be_a_number", a_month_may_be_a_number);
  g_test_add_func("/figures/a_month_is_missed_where_it_is_a_date",
                  a_month_is_missed_where_it_is_a_date);
  g_test_add_func("/figures/a_percentage_stays_one", a_percentage_stays_one);
  return g_test_run();
}
