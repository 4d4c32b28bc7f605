/* Units as plain data: copies and comparison. */
#include "model/unit.h"

#include <string.h>

static BirgeUnit *make_unit(void) {
  BirgeUnit *unit = birge_unit_new();
  birge_attributes_add(unit->attributes, "tuid", "1");
  BirgeNote *note = birge_note_new(BIRGE_NOTE_PROP, "text");
  birge_attributes_add(note->attributes, "type", "x");
  g_ptr_array_add(unit->notes, note);
  BirgeVariant *variant = birge_variant_new("ckb");
  birge_attributes_add(variant->attributes, "changeid", "me");
  birge_variant_set_text(variant, "دەق", strlen("دەق"));
  birge_variant_add_code(variant, 2, "<ph/>");
  g_ptr_array_add(variant->notes, birge_note_new(BIRGE_NOTE_NOTE, "n"));
  g_ptr_array_add(unit->variants, variant);
  return unit;
}

static void an_attribute_is_found_by_name(void) {
  g_autoptr(BirgeUnit) unit = make_unit();
  g_assert_cmpstr(birge_attributes_get(unit->attributes, "tuid"), ==, "1");
  g_assert_null(birge_attributes_get(unit->attributes, "tu"));
}

static void a_copied_variant_is_equal_and_separate(void) {
  g_autoptr(BirgeUnit) a = make_unit();
  g_autoptr(BirgeUnit) b = make_unit();
  BirgeVariant *copy = birge_variant_copy(b->variants->pdata[0]);
  g_ptr_array_set_size(b->variants, 0);
  g_ptr_array_add(b->variants, copy);
  g_assert_true(birge_unit_equal(a, b));
  birge_variant_set_text(copy, "x", 1);
  g_assert_false(birge_unit_equal(a, b));
}

static void the_place_of_a_unit_is_no_part_of_it(void) {
  g_autoptr(BirgeUnit) a = make_unit();
  g_autoptr(BirgeUnit) b = make_unit();
  b->file = g_strdup("file");
  b->line = 7;
  g_assert_true(birge_unit_equal(a, b));
}

static void change_attribute(BirgeUnit *unit) {
  birge_attributes_add(unit->attributes, "usagecount", "1");
}

static void change_note(BirgeUnit *unit) {
  ((BirgeNote *)unit->notes->pdata[0])->kind = BIRGE_NOTE_NOTE;
}

static void change_language(BirgeUnit *unit) {
  BirgeVariant *variant = unit->variants->pdata[0];
  variant->language[0] = 'x';
}

static void change_code(BirgeUnit *unit) {
  BirgeVariant *variant = unit->variants->pdata[0];
  g_array_index(variant->codes, BirgeCode, 0).offset = 0;
}

static void change_variants(BirgeUnit *unit) {
  g_ptr_array_add(unit->variants, birge_variant_new("en"));
}

static void any_difference_is_seen(void) {
  void (*const changes[])(BirgeUnit *) = {change_attribute, change_note, change_language,
                                          change_code, change_variants};
  for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
    g_autoptr(BirgeUnit) a = make_unit();
    g_autoptr(BirgeUnit) b = make_unit();
    changes[i](b);
    g_assert_false(birge_unit_equal(a, b));
    g_assert_false(birge_unit_equal(b, a));
  }
}

static void assert_empty(const BirgeUnit *unit) {
  g_assert_cmpuint(unit->attributes->len + unit->notes->len + unit->variants->len, ==, 0);
}

static void a_renewed_unit_holds_nothing(void) {
  g_autoptr(BirgeUnit) unit = birge_unit_renew(make_unit());
  assert_empty(unit);
  for (guint round = 0; round < 3; round++) {
    for (guint i = 0; i <= round; i++) {
      const BirgeVariant *variant = birge_unit_add_variant(unit, i == 0 ? "en" : "ckb");
      g_assert_cmpstr(variant->language, ==, i == 0 ? "en" : "ckb");
      g_assert_cmpstr(variant->text, ==, "");
      g_assert_cmpuint(variant->length, ==, 0);
      g_assert_cmpuint(variant->attributes->len + variant->notes->len + variant->codes->len, ==, 0);
      birge_variant_set_text(unit->variants->pdata[i], "text", 4);
      birge_variant_add_code(unit->variants->pdata[i], 4, "<ph/>");
    }
    g_assert_cmpuint(unit->variants->len, ==, round + 1);
    unit = birge_unit_renew(g_steal_pointer(&unit));
    assert_empty(unit);
  }
}

static void a_unit_that_is_held_is_not_renewed(void) {
  BirgeUnit *unit = make_unit();
  g_autoptr(BirgeUnit) held = birge_unit_ref(unit);
  g_autoptr(BirgeUnit) renewed = birge_unit_renew(unit);
  g_autoptr(BirgeUnit) same = make_unit();
  g_assert_true(renewed != held);
  assert_empty(renewed);
  g_assert_true(birge_unit_equal(held, same));
}

static void a_text_may_get_shorter_and_longer(void) {
  g_autoptr(BirgeUnit) unit = birge_unit_new();
  BirgeVariant *variant = birge_unit_add_variant(unit, "en");
  g_autofree char *text = g_strnfill(1000000, 'x');
  birge_variant_set_text(variant, text, 1000000);
  const char *memory = variant->text;
  birge_variant_set_text(variant, text, 999999);
  g_assert_true(variant->text == memory);
  birge_variant_set_text(variant, text, 10);
  g_assert_cmpstr(variant->text, ==, "xxxxxxxxxx");
  g_assert_cmpuint(variant->length, ==, 10);
}

#define ADD(test) g_test_add_func("/unit/" #test, test)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD(an_attribute_is_found_by_name);
  ADD(a_copied_variant_is_equal_and_separate);
  ADD(the_place_of_a_unit_is_no_part_of_it);
  ADD(any_difference_is_seen);
  ADD(a_renewed_unit_holds_nothing);
  ADD(a_unit_that_is_held_is_not_renewed);
  ADD(a_text_may_get_shorter_and_longer);
  return g_test_run();
}
