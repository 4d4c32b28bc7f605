/* What the files of the server share. */
#pragma once

#include "base/library.h"
#include "review/server.h"
#include "review/view.h"

#include <libsoup/soup.h>

#define soup_message_body_flatten(...) BIRGE_CALL(soup_message_body_flatten)(__VA_ARGS__)
#define soup_message_body_set_accumulate(...)                                                      \
  BIRGE_CALL(soup_message_body_set_accumulate)(__VA_ARGS__)
#define soup_message_headers_append(...) BIRGE_CALL(soup_message_headers_append)(__VA_ARGS__)
#define soup_message_headers_get_content_length(...)                                               \
  BIRGE_CALL(soup_message_headers_get_content_length)(__VA_ARGS__)
#define soup_message_headers_get_content_type(...)                                                 \
  BIRGE_CALL(soup_message_headers_get_content_type)(__VA_ARGS__)
#define soup_message_headers_get_encoding(...)                                                     \
  BIRGE_CALL(soup_message_headers_get_encoding)(__VA_ARGS__)
#define soup_message_headers_get_list(...) BIRGE_CALL(soup_message_headers_get_list)(__VA_ARGS__)
#define soup_message_headers_get_one(...) BIRGE_CALL(soup_message_headers_get_one)(__VA_ARGS__)
#define soup_message_headers_replace(...) BIRGE_CALL(soup_message_headers_replace)(__VA_ARGS__)
#define soup_server_add_early_handler(...) BIRGE_CALL(soup_server_add_early_handler)(__VA_ARGS__)
#define soup_server_add_handler(...) BIRGE_CALL(soup_server_add_handler)(__VA_ARGS__)
#define soup_server_disconnect(...) BIRGE_CALL(soup_server_disconnect)(__VA_ARGS__)
#define soup_server_get_uris(...) BIRGE_CALL(soup_server_get_uris)(__VA_ARGS__)
#define soup_server_listen_local(...) BIRGE_CALL(soup_server_listen_local)(__VA_ARGS__)
#define soup_server_message_get_method(...) BIRGE_CALL(soup_server_message_get_method)(__VA_ARGS__)
#define soup_server_message_get_request_body(...)                                                  \
  BIRGE_CALL(soup_server_message_get_request_body)(__VA_ARGS__)
#define soup_server_message_get_request_headers(...)                                               \
  BIRGE_CALL(soup_server_message_get_request_headers)(__VA_ARGS__)
#define soup_server_message_get_response_headers(...)                                              \
  BIRGE_CALL(soup_server_message_get_response_headers)(__VA_ARGS__)
#define soup_server_message_get_uri(...) BIRGE_CALL(soup_server_message_get_uri)(__VA_ARGS__)
#define soup_server_message_set_response(...)                                                      \
  BIRGE_CALL(soup_server_message_set_response)(__VA_ARGS__)
#define soup_server_message_set_status(...) BIRGE_CALL(soup_server_message_set_status)(__VA_ARGS__)
#define soup_server_new(...) BIRGE_CALL(soup_server_new)(__VA_ARGS__)

struct _BirgeServer {
  const BirgeServerOptions *options;
  BirgeView view;
  SoupServer *soup;
  GMainLoop *loop;
  guint port;
  char *token;
  char *address;
  guint signal_sources[3];
  guint save_source; /* 0: nothing is waiting to be saved */
};

/* Decides on a request by its headers. Returns 0 if it may go on, else the status of the refusal.
 */
guint birge_guard_check(const BirgeServer *server, SoupServerMessage *message, const char *path);

/* Adds the headers that every answer has. */
void birge_guard_protect(SoupServerMessage *message);

/* Returns a new token, yours. */
char *birge_guard_make_token(void);

/* Answers a request that the guard let through. */
void birge_routes_answer(BirgeServer *server, SoupServerMessage *message, const char *path,
                         GHashTable *query);

/* Saves in a moment, once for all that happens until then. */
void birge_server_save_soon(BirgeServer *server);

/* Ends the loop once what is being answered is out. */
void birge_server_quit_soon(BirgeServer *server);
