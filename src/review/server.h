/* The server of the review page: a session on loopback, for one person's browser.
 *
 * Nobody is let in without the token of the first address, which becomes a cookie; requests that
 * name another host or come from another site are refused before their bodies are read. */
#pragma once

#include "model/format.h"
#include "review/session.h"

/* The largest body of a request. */
#define BIRGE_MAX_BODY (256 * 1024)

typedef struct {
  BirgeSession *session; /* borrowed; saved while the server runs, not ended */
  const BirgeLocales *locales;
  const char *name;                  /* of the bitext, as shown and as exports are called */
  const char *user;                  /* who approves */
  const char *memory;                /* folder that approved rows go to; NULL: there is none */
  const BirgeFormat *const *formats; /* what can be exported; ended by NULL */
  guint port;                        /* 0: any; then the journal's, if it is free */
} BirgeServerOptions;

typedef struct _BirgeServer BirgeServer;

/* Begins to listen. options must outlive the server. Errors: IO. */
BirgeServer *birge_server_new(const BirgeServerOptions *options, GError **error);

/* The address to open in a browser, token included; borrowed. */
const char *birge_server_address(const BirgeServer *server);

/* Serves until the page ends the review, or SIGINT, SIGTERM or SIGHUP. Errors: IO when the last
 * save failed. */
gboolean birge_server_run(BirgeServer *server, GError **error);
void birge_server_free(BirgeServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BirgeServer, birge_server_free)
