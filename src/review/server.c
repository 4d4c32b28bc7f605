/* Listens, lets the guard decide, and saves what was done. */
#include "review/server.h"

#include "base/config.h"
#include "base/error.h"
#include "review/private.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* How long after a step the bitext's file is written. */
#define SAVE_DELAY_MS 1000

static void refuse(SoupServerMessage *message, guint status) {
  static const char text[] = "refused\n";
  soup_server_message_set_status(message, status, NULL);
  soup_server_message_set_response(message, "text/plain", SOUP_MEMORY_STATIC, text, strlen(text));
}

/* Runs before the body is read. A status that is set here is the answer. */
static void check_request(SoupServer *soup G_GNUC_UNUSED, SoupServerMessage *message,
                          const char *path, GHashTable *query G_GNUC_UNUSED, gpointer data) {
  const BirgeServer *server = data;
  birge_guard_protect(message);
  guint status = birge_guard_check(server, message, path);
  if (status == 0)
    return;
  refuse(message, status);
  /* What comes after the headers is read by libsoup all the same, but not kept. */
  soup_message_body_set_accumulate(soup_server_message_get_request_body(message), FALSE);
  soup_message_headers_replace(soup_server_message_get_response_headers(message), "Connection",
                               "close");
}

static void answer_request(SoupServer *soup G_GNUC_UNUSED, SoupServerMessage *message,
                           const char *path, GHashTable *query, gpointer data) {
  birge_routes_answer(data, message, path, query);
}

static gboolean save(gpointer data) {
  BirgeServer *server = data;
  g_autoptr(GError) error = NULL;
  server->save_source = 0;
  /* All is in the journal: a save that fails is tried again with the next step. */
  if (!birge_session_save(server->options->session, &error))
    fprintf(stderr, "birge: %s\n", error->message);
  return G_SOURCE_REMOVE;
}

void birge_server_save_soon(BirgeServer *server) {
  if (server->save_source == 0)
    server->save_source = g_timeout_add(SAVE_DELAY_MS, save, server);
}

static gboolean quit(gpointer data) {
  BirgeServer *server = data;
  g_main_loop_quit(server->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean quit_once(gpointer data) {
  quit(data);
  return G_SOURCE_REMOVE;
}

void birge_server_quit_soon(BirgeServer *server) {
  g_timeout_add(200, quit_once, server);
}

/* Takes up the address of a server that was killed: `PORT TOKEN`. */
static void take_up(BirgeServer *server) {
  const char *said = birge_session_address(server->options->session);
  g_auto(GStrv) parts = g_strsplit(said ? said : "", " ", 2);
  guint64 port;
  if (g_strv_length(parts) != 2 ||
      !g_ascii_string_to_unsigned(parts[0], 10, 1, G_MAXUINT16, &port, NULL) ||
      strlen(parts[1]) < 32)
    return;
  server->port = (guint)port;
  server->token = g_strdup(parts[1]);
}

static gboolean listen_on(BirgeServer *server, guint port, GError **error) {
  if (!soup_server_listen_local(server->soup, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;
  GSList *uris = soup_server_get_uris(server->soup);
  server->port = (guint)g_uri_get_port(uris->data);
  g_slist_free_full(uris, (GDestroyNotify)g_uri_unref);
  return TRUE;
}

static gboolean listen_somewhere(BirgeServer *server, GError **error) {
  guint wanted = server->options->port;
  guint before = server->port;
  g_autoptr(GError) wrong = NULL;
  if (wanted == 0 && before != 0 && listen_on(server, before, NULL))
    return TRUE;
  if (listen_on(server, wanted, &wrong))
    return TRUE;
  g_set_error(error, BIRGE_ERROR, BIRGE_ERROR_IO, "can't listen on port %u: %s", wanted,
              wrong->message);
  return FALSE;
}

/* From now on a signal ends the loop, also one that is yet to run. */
static void catch_signals(BirgeServer *server) {
  static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
  G_STATIC_ASSERT(G_N_ELEMENTS(signals) == G_N_ELEMENTS(server->signal_sources));
  for (guint i = 0; i < G_N_ELEMENTS(signals); i++)
    server->signal_sources[i] = g_unix_signal_add(signals[i], quit, server);
}

BirgeServer *birge_server_new(const BirgeServerOptions *options, GError **error) {
  if (!birge_library_load(BIRGE_LIBSOUP, error))
    return NULL;
  g_autoptr(BirgeServer) server = g_new0(BirgeServer, 1);
  server->options = options;
  server->view = birge_view_new(options->session, options->locales);
  server->loop = g_main_loop_new(NULL, FALSE);
  server->soup = soup_server_new("server-header", NULL, NULL);
  soup_server_add_early_handler(server->soup, NULL, check_request, server, NULL);
  soup_server_add_handler(server->soup, NULL, answer_request, server, NULL);
  take_up(server);
  if (!listen_somewhere(server, error))
    return NULL;
  if (!server->token)
    server->token = birge_guard_make_token();
  g_autofree char *remembered = g_strdup_printf("%u %s", server->port, server->token);
  if (g_strcmp0(remembered, birge_session_address(options->session)) != 0 &&
      !birge_session_set_address(options->session, remembered, error))
    return NULL;
  server->address = g_strdup_printf("http://127.0.0.1:%u/?token=%s", server->port, server->token);
  catch_signals(server);
  return g_steal_pointer(&server);
}

const char *birge_server_address(const BirgeServer *server) {
  return server->address;
}

gboolean birge_server_run(BirgeServer *server, GError **error) {
  g_main_loop_run(server->loop);
  return birge_session_save(server->options->session, error);
}

void birge_server_free(BirgeServer *server) {
  if (server->save_source != 0)
    g_source_remove(server->save_source);
  for (guint i = 0; i < G_N_ELEMENTS(server->signal_sources); i++) {
    if (server->signal_sources[i] != 0)
      g_source_remove(server->signal_sources[i]);
  }
  soup_server_disconnect(server->soup);
  g_object_unref(server->soup);
  /* Connections that were open are let go by what they left in the loop. */
  while (g_main_context_iteration(NULL, FALSE))
    continue;
  g_main_loop_unref(server->loop);
  g_free(server->token);
  g_free(server->address);
  g_free(server);
}
