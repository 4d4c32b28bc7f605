/* Packages give what is asked for, and change in one member only. */
#include "read/package.h"
#include "base/error.h"
#include "zip.h"

#include <string.h>

static GBytes *bytes_of(const char *text) {
  return g_bytes_new(text, strlen(text));
}

static GBytes *make_package(const char *middle) {
  g_autoptr(GBytes) one = bytes_of("the first");
  g_autoptr(GBytes) two = bytes_of(middle);
  const ZipMember members[] = {{"one", one}, {"two", two}, {"three", one}};
  return zip_pack(members, G_N_ELEMENTS(members));
}

static void assert_member(GBytes *package, const char *member, const char *text) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) content = NULL;
  birge_package_read("x.zip", package, member, &content, &error);
  g_assert_no_error(error);
  if (!text) {
    g_assert_null(content);
    return;
  }
  g_assert_cmpmem(g_bytes_get_data(content, NULL), g_bytes_get_size(content), text, strlen(text));
}

static void a_member_is_unpacked(void) {
  g_autoptr(GBytes) package = make_package("middle");
  assert_member(package, "two", "middle");
  assert_member(package, "four", NULL);
}

static void assert_fails(GBytes *package, const char *member, gint code, const char *says) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) content = NULL;
  g_assert_false(birge_package_read("x.zip", package, member, &content, &error));
  g_assert_error(error, BIRGE_ERROR, code);
  g_assert_nonnull(strstr(error->message, says));
}

static void a_broken_package_is_refused(void) {
  g_autoptr(GBytes) text = bytes_of("PK\3\4 is no archive");
  assert_fails(text, "one", BIRGE_ERROR_FORMAT, "broken ZIP archive");
  g_autoptr(GBytes) package = make_package("middle");
  gsize length;
  g_autofree guint8 *damaged =
      g_memdup2(g_bytes_get_data(package, &length), g_bytes_get_size(package));
  char *place = memmem(damaged, length, "middle", 6);
  place[0] = 'M'; /* the checksum is another */
  g_autoptr(GBytes) wrong = g_bytes_new(damaged, length);
  assert_fails(wrong, "two", BIRGE_ERROR_FORMAT, "broken ZIP archive");
}

static void a_name_that_comes_twice_is_refused(void) {
  g_autoptr(GBytes) one = bytes_of("a");
  g_autoptr(GBytes) two = bytes_of("b");
  const ZipMember members[] = {{"same", one}, {"same", two}};
  g_autoptr(GBytes) package = zip_pack(members, 2);
  assert_fails(package, "same", BIRGE_ERROR_FORMAT, "two members named same");
}

static GBytes *pack_members(guint n) {
  g_autoptr(GBytes) content = bytes_of("x");
  g_autofree ZipMember *members = g_new(ZipMember, n);
  for (guint i = 0; i < n; i++)
    members[i] = (ZipMember){i == 0 ? "first" : "other", content};
  return zip_pack(members, n);
}

static void members_are_limited(void) {
  g_autoptr(GBytes) most = pack_members(BIRGE_MAX_PACKAGE_MEMBERS);
  assert_member(most, "first", "x");
  g_autoptr(GBytes) more = pack_members(BIRGE_MAX_PACKAGE_MEMBERS + 1);
  assert_fails(more, "first", BIRGE_ERROR_LIMIT, "has more than 4096 members");
}

static GBytes *pack_large(gsize length) {
  g_autoptr(GBytes) content = g_bytes_new_take(g_malloc0(length), length);
  const ZipMember member = {"large", content};
  return zip_pack(&member, 1);
}

static void the_size_of_a_member_is_limited(void) {
  g_autoptr(GBytes) most = pack_large(BIRGE_MAX_PACKAGE_MEMBER);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) content = NULL;
  birge_package_read("x.zip", most, "large", &content, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(g_bytes_get_size(content), ==, BIRGE_MAX_PACKAGE_MEMBER);
  g_autoptr(GBytes) more = pack_large(BIRGE_MAX_PACKAGE_MEMBER + 1);
  assert_fails(more, "large", BIRGE_ERROR_LIMIT, "has more than 32 MiB");
}

static GBytes *replace(GBytes *package, const char *member, const char *text, GError **error) {
  g_autoptr(GBytes) content = bytes_of(text);
  return birge_package_replace("x.zip", package, member, content, error);
}

static void one_member_is_replaced_and_the_others_stay(void) {
  static const char *const texts[] = {"", "short", "something longer than what stood there before"};
  g_autoptr(GBytes) package = make_package("middle");
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) changed = replace(package, "two", texts[i], &error);
    g_assert_no_error(error);
    assert_member(changed, "one", "the first");
    assert_member(changed, "two", texts[i]);
    assert_member(changed, "three", "the first");
    g_autoptr(GBytes) back = replace(changed, "two", "middle", &error);
    g_assert_true(g_bytes_equal(back, package));
  }
}

/* Cuts a package short, or changes a byte of it, everywhere: it is replaced or refused. */
static void damaged_packages_are_refused_or_replaced(void) {
  g_autoptr(GBytes) package = make_package("middle");
  gsize length;
  const guint8 *data = g_bytes_get_data(package, &length);
  for (gsize i = 0; i < length; i++) {
    g_autofree guint8 *copy = g_memdup2(data, length);
    copy[i] ^= 0x81;
    g_autoptr(GBytes) damaged = g_bytes_new(copy, length);
    g_autoptr(GBytes) cut = g_bytes_new(data, i);
    g_autoptr(GBytes) one = replace(damaged, "two", "other", NULL);
    g_autoptr(GBytes) none = replace(cut, "two", "other", NULL);
    g_assert_null(none);
  }
}

static void what_is_not_plain_zip_is_not_replaced(void) {
  g_autoptr(GBytes) package = make_package("middle");
  gsize length;
  g_autofree guint8 *copy =
      g_memdup2(g_bytes_get_data(package, &length), g_bytes_get_size(package));
  guint8 *entry = memmem(copy, length, "PK\1\2", 4);
  entry = memmem(entry + 4, length - (gsize)(entry + 4 - copy), "PK\1\2", 4);
  entry[8] |= 1; /* encrypted */
  g_autoptr(GBytes) encrypted = g_bytes_new(copy, length);
  g_autoptr(GError) error = NULL;
  g_assert_null(replace(encrypted, "two", "x", &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
  g_clear_error(&error);
  g_assert_null(replace(package, "four", "x", &error));
  g_assert_error(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/package/member_is_unpacked", a_member_is_unpacked);
  g_test_add_func("/package/broken_is_refused", a_broken_package_is_refused);
  g_test_add_func("/package/name_twice_is_refused", a_name_that_comes_twice_is_refused);
  g_test_add_func("/package/members_are_limited", members_are_limited);
  g_test_add_func("/package/size_is_limited", the_size_of_a_member_is_limited);
  g_test_add_func("/package/one_is_replaced", one_member_is_replaced_and_the_others_stay);
  g_test_add_func("/package/damaged", damaged_packages_are_refused_or_replaced);
  g_test_add_func("/package/not_plain", what_is_not_plain_zip_is_not_replaced);
  return g_test_run();
}
