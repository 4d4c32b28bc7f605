/* Who is let in: the token of the address, then a cookie, from our own page only. */
#include "review/private.h"

#include <string.h>
#include <sys/random.h>

#define TOKEN_BYTES 24

char *birge_guard_make_token(void) {
  guint8 bytes[TOKEN_BYTES];
  gsize n = 0;
  while (n < sizeof bytes) {
    gssize got = getrandom(bytes + n, sizeof bytes - n, 0);
    n += got > 0 ? (gsize)got : 0;
  }
  GString *token = g_string_new(NULL);
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf(token, "%02x", bytes[i]);
  return g_string_free(token, FALSE);
}

/* Compares in a time that does not tell where the difference is. */
static gboolean is_token(const BirgeServer *server, const char *said) {
  gsize length = strlen(server->token);
  if (!said || strlen(said) != length)
    return FALSE;
  guint difference = 0;
  for (gsize i = 0; i < length; i++)
    difference |= (guint)(server->token[i] ^ said[i]);
  return difference == 0;
}

/* A name that leads to us by DNS is not our name (DNS rebinding). */
static gboolean is_our_host(const BirgeServer *server, const char *host) {
  g_autofree char *number = g_strdup_printf("127.0.0.1:%u", server->port);
  g_autofree char *name = g_strdup_printf("localhost:%u", server->port);
  return host && (g_str_equal(host, number) || g_ascii_strcasecmp(host, name) == 0);
}

static gboolean is_our_origin(const BirgeServer *server, const char *origin) {
  return g_str_has_prefix(origin, "http://") && is_our_host(server, origin + strlen("http://"));
}

/* Finds our cookie in `a=1; b=2`. Cookies do not know ports, so the name has ours. */
static gboolean has_cookie(const BirgeServer *server, const char *cookies) {
  g_auto(GStrv) parts = g_strsplit(cookies ? cookies : "", ";", -1);
  g_autofree char *name = g_strdup_printf("birge-%u=", server->port);
  for (char **part = parts; *part; part++) {
    const char *cookie = g_strstrip(*part);
    if (g_str_has_prefix(cookie, name) && is_token(server, cookie + strlen(name)))
      return TRUE;
  }
  return FALSE;
}

/* Lets in who brings the token in the address, and gives the cookie for what follows. */
static guint exchange_token(const BirgeServer *server, SoupServerMessage *message) {
  const char *query = g_uri_get_query(soup_server_message_get_uri(message));
  if (!query || !g_str_has_prefix(query, "token=") || !is_token(server, query + strlen("token=")))
    return SOUP_STATUS_FORBIDDEN;
  g_autofree char *cookie = g_strdup_printf("birge-%u=%s; Path=/; HttpOnly; SameSite=Strict",
                                            server->port, server->token);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers(message);
  soup_message_headers_append(headers, "Set-Cookie", cookie);
  soup_message_headers_append(headers, "Location", "/");
  return SOUP_STATUS_SEE_OTHER;
}

static guint check_body(SoupMessageHeaders *headers) {
  if (soup_message_headers_get_encoding(headers) != SOUP_ENCODING_CONTENT_LENGTH)
    return SOUP_STATUS_LENGTH_REQUIRED;
  if (soup_message_headers_get_content_length(headers) > BIRGE_MAX_BODY)
    return SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE;
  /* A form of another site can't say this without asking first, and we never answer that. */
  const char *type = soup_message_headers_get_content_type(headers, NULL);
  return g_strcmp0(type, "application/json") == 0 ? 0 : SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE;
}

guint birge_guard_check(const BirgeServer *server, SoupServerMessage *message, const char *path) {
  SoupMessageHeaders *headers = soup_server_message_get_request_headers(message);
  const char *method = soup_server_message_get_method(message);
  const char *origin = soup_message_headers_get_one(headers, "Origin");
  const char *site = soup_message_headers_get_one(headers, "Sec-Fetch-Site");
  gboolean is_post = g_str_equal(method, "POST");
  if (!is_our_host(server, soup_message_headers_get_one(headers, "Host")))
    return SOUP_STATUS_FORBIDDEN;
  if (!is_post && !g_str_equal(method, "GET"))
    return SOUP_STATUS_METHOD_NOT_ALLOWED;
  if (origin ? !is_our_origin(server, origin) : is_post)
    return SOUP_STATUS_FORBIDDEN;
  if (site && !g_str_equal(site, "same-origin") && !g_str_equal(site, "none") &&
      (is_post || !g_str_equal(path, "/")))
    return SOUP_STATUS_FORBIDDEN;
  if (!has_cookie(server, soup_message_headers_get_list(headers, "Cookie")))
    return is_post || !g_str_equal(path, "/") ? SOUP_STATUS_FORBIDDEN
                                              : exchange_token(server, message);
  if (g_str_equal(path, "/") && g_uri_get_query(soup_server_message_get_uri(message)))
    return exchange_token(server, message);
  return is_post ? check_body(headers) : 0;
}

void birge_guard_protect(SoupServerMessage *message) {
  static const char *const fields[][2] = {
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
       "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
       "require-trusted-types-for 'script'; trusted-types 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Cache-Control", "no-store"},
  };
  SoupMessageHeaders *headers = soup_server_message_get_response_headers(message);
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    soup_message_headers_replace(headers, fields[i][0], fields[i][1]);
}
