/* What the files of the server share. */
#pragma once

#include "review/server.h"
#include "review/view.h"

#include <libsoup/soup.h>

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
