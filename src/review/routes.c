/* What each address answers. */
#include "base/error.h"
#include "birge-review.h"
#include "review/approve.h"
#include "review/body.h"
#include "review/private.h"

#include <string.h>

#define RESOURCES "/birge/review"

/* The longest text that is searched for, in bytes. */
#define MAX_QUERY 1000

/* A request that is being answered. */
typedef struct {
  BirgeServer *server;
  SoupServerMessage *message;
  GHashTable *query;
  JsonObject *body; /* NULL for GET */
} Request;

typedef void (*AnswerFunc)(const Request *request);

static void answer_json(const Request *request, guint status, JsonObject *object) {
  g_autoptr(JsonNode) node = json_node_init_object(json_node_alloc(), object);
  char *text = json_to_string(node, FALSE);
  json_object_unref(object);
  soup_server_message_set_status(request->message, status, NULL);
  soup_server_message_set_response(request->message, "application/json", SOUP_MEMORY_TAKE, text,
                                   strlen(text));
}

static void answer_error(const Request *request, guint status, const char *what) {
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "error", what);
  answer_json(request, status, object);
}

/* Answers with an error of ours: what can't be done, or can't be kept. */
static void answer_failure(const Request *request, const GError *error) {
  guint status = SOUP_STATUS_UNPROCESSABLE_ENTITY;
  if (g_error_matches(error, BIRGE_ERROR, BIRGE_ERROR_INPUT))
    status = SOUP_STATUS_CONFLICT;
  if (g_error_matches(error, BIRGE_ERROR, BIRGE_ERROR_FORMAT))
    status = SOUP_STATUS_BAD_REQUEST;
  if (g_error_matches(error, BIRGE_ERROR, BIRGE_ERROR_IO))
    status = SOUP_STATUS_INTERNAL_SERVER_ERROR;
  answer_error(request, status, error->message);
}

static const char *media_type(const char *path) {
  static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
                                         {".css", "text/css; charset=utf-8"},
                                         {".js", "text/javascript; charset=utf-8"},
                                         {".json", "application/json"},
                                         {".svg", "image/svg+xml"}};
  for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
    if (g_str_has_suffix(path, types[i][0]))
      return types[i][1];
  }
  return "application/octet-stream";
}

/* Answers with a file of the page. Only what was built in can be named. */
static void answer_file(const Request *request, const char *path) {
  g_autofree char *name =
      g_strconcat(RESOURCES, g_str_equal(path, "/") ? "/index.html" : path, NULL);
  g_autoptr(GBytes) bytes =
      g_resource_lookup_data(birge_review_get_resource(), name, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (!bytes) {
    answer_error(request, SOUP_STATUS_NOT_FOUND, "there is no such page");
    return;
  }
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  soup_server_message_set_status(request->message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response(request->message, media_type(name), SOUP_MEMORY_COPY, data,
                                   length);
}

/* Returns the languages that the page can speak: the names of its catalogues. */
static JsonArray *list_languages(void) {
  JsonArray *languages = json_array_new();
  g_auto(GStrv) names = g_resource_enumerate_children(
      birge_review_get_resource(), RESOURCES "/messages", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  for (char **name = names; name && *name; name++) {
    g_autofree char *language = g_strndup(*name, strlen(*name) - strlen(".json"));
    json_array_add_string_element(languages, language);
  }
  return languages;
}

static JsonArray *list_formats(const BirgeServerOptions *options) {
  JsonArray *formats = json_array_new();
  for (const BirgeFormat *const *format = options->formats; *format; format++)
    json_array_add_string_element(formats, (*format)->name);
  return formats;
}

static void answer_draft(const Request *request) {
  const BirgeServerOptions *options = request->server->options;
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "name", options->name);
  json_object_set_string_member(object, "user", options->user);
  json_object_set_boolean_member(object, "memory", options->memory != NULL);
  json_object_set_array_member(object, "languages", list_languages());
  json_object_set_array_member(object, "formats", list_formats(options));
  birge_view_describe(&request->server->view, object);
  json_object_set_array_member(
      object, "rows",
      birge_view_rows(&request->server->view, birge_session_draft(options->session)->rows));
  answer_json(request, SOUP_STATUS_OK, object);
}

static void take_step(const Request *request) {
  BirgeServer *server = request->server;
  g_autoptr(GError) error = NULL;
  BirgeStep step = {0};
  BirgeOutcome outcome;
  gboolean is_taken = birge_body_read_step(request->body, &step, &error) &&
                      birge_session_take(server->options->session, &step, &outcome, &error);
  g_clear_pointer(&step.operation, birge_operation_free);
  if (!is_taken) {
    answer_failure(request, error);
    return;
  }
  birge_server_save_soon(server);
  answer_json(request, SOUP_STATUS_OK, birge_view_outcome(&server->view, &outcome));
}

static void search(const Request *request) {
  const char *text = request->query ? g_hash_table_lookup(request->query, "text") : NULL;
  if (!text || strlen(text) > MAX_QUERY || !g_utf8_validate(text, -1, NULL)) {
    answer_error(request, SOUP_STATUS_BAD_REQUEST, "text is missing, too long or no text");
    return;
  }
  JsonObject *object = json_object_new();
  json_object_set_array_member(object, "rows", birge_view_search(&request->server->view, text));
  answer_json(request, SOUP_STATUS_OK, object);
}

static const BirgeFormat *find_format(const Request *request) {
  const char *name = request->query ? g_hash_table_lookup(request->query, "format") : NULL;
  for (const BirgeFormat *const *format = request->server->options->formats; *format; format++) {
    if (g_strcmp0((*format)->name, name) == 0)
      return *format;
  }
  return NULL;
}

/* Says how the file should be called: the bitext's name with the format's ending. */
static void name_file(const Request *request, const BirgeFormat *format) {
  g_autofree char *base = g_path_get_basename(request->server->options->name);
  char *dot = strrchr(base, '.');
  if (dot && dot != base)
    *dot = '\0';
  g_autofree char *file = g_strconcat(base, format->extensions[0], NULL);
  g_autofree char *escaped = g_uri_escape_string(file, NULL, FALSE);
  g_autofree char *disposition = g_strdup_printf("attachment; filename*=UTF-8''%s", escaped);
  soup_message_headers_replace(soup_server_message_get_response_headers(request->message),
                               "Content-Disposition", disposition);
}

static void export(const Request *request) {
  const BirgeServerOptions *options = request->server->options;
  const BirgeFormat *format = find_format(request);
  if (!format) {
    answer_error(request, SOUP_STATUS_NOT_FOUND, "there is no such format");
    return;
  }
  const BirgeDraft *draft = birge_session_draft(options->session);
  g_autoptr(BirgeBitext) all = birge_draft_bitext(draft, 0, draft->rows->len);
  guint columns[BIRGE_MAX_LANGUAGES];
  for (guint c = 0; c < all->n_documents; c++)
    columns[c] = c;
  /* Leaves out the rows that have nothing. */
  g_autoptr(BirgeBitext) bitext = birge_bitext_select(all, columns, all->n_documents);
  const BirgeWriteOptions write_options = {.locales = options->locales};
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(BirgeOutput) output = birge_output_open_string(text);
  g_autoptr(GError) error = NULL;
  if (!format->write(bitext, &write_options, output, &error) ||
      !birge_output_commit(g_steal_pointer(&output), &error)) {
    answer_failure(request, error);
    return;
  }
  name_file(request, format);
  gsize length = text->len;
  soup_server_message_set_status(request->message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response(request->message, format->media_type, SOUP_MEMORY_TAKE,
                                   g_string_free(g_steal_pointer(&text), FALSE), length);
}

static void approve(const Request *request) {
  const BirgeServerOptions *options = request->server->options;
  if (!options->memory) {
    answer_error(request, SOUP_STATUS_UNPROCESSABLE_ENTITY, "there is no memory");
    return;
  }
  const BirgeApproval approval = {.draft = birge_session_draft(options->session),
                                  .memory = options->memory,
                                  .article = options->name,
                                  .user = options->user};
  BirgeIntake approved;
  g_autoptr(GError) error = NULL;
  if (!birge_approve(&approval, &approved, &error)) {
    answer_failure(request, error);
    return;
  }
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "file", BIRGE_APPROVED_FILE);
  json_object_set_int_member(object, "added", approved.n_added);
  json_object_set_int_member(object, "changed", approved.n_changed);
  json_object_set_int_member(object, "kept", approved.n_kept);
  json_object_set_int_member(object, "removed", approved.n_removed);
  answer_json(request, SOUP_STATUS_OK, object);
}

static void end(const Request *request) {
  answer_json(request, SOUP_STATUS_OK, json_object_new());
  birge_server_quit_soon(request->server);
}

static const struct {
  const char *path;
  gboolean is_post;
  AnswerFunc answer;
} routes[] = {
    {"/api/draft", FALSE, answer_draft}, {"/api/step", TRUE, take_step},
    {"/api/search", FALSE, search},      {"/api/export", FALSE, export},
    {"/api/approve", TRUE, approve},     {"/api/end", TRUE, end},
};

/* Reads a request's body. Returns the parser that owns it, or NULL. */
static JsonParser *parse_body(SoupServerMessage *message) {
  g_autoptr(GBytes) bytes =
      soup_message_body_flatten(soup_server_message_get_request_body(message));
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  return birge_body_parse(data, length);
}

static void answer_route(Request *request, guint r) {
  gboolean is_post = g_str_equal(soup_server_message_get_method(request->message), "POST");
  if (is_post != routes[r].is_post) {
    answer_error(request, SOUP_STATUS_METHOD_NOT_ALLOWED, "this is asked for otherwise");
    return;
  }
  g_autoptr(JsonParser) parser = is_post ? parse_body(request->message) : NULL;
  if (is_post && !parser) {
    answer_error(request, SOUP_STATUS_BAD_REQUEST, "the body is not a JSON object");
    return;
  }
  request->body = parser ? json_node_get_object(json_parser_get_root(parser)) : NULL;
  routes[r].answer(request);
}

void birge_routes_answer(BirgeServer *server, SoupServerMessage *message, const char *path,
                         GHashTable *query) {
  Request request = {.server = server, .message = message, .query = query};
  for (guint r = 0; r < G_N_ELEMENTS(routes); r++) {
    if (g_str_equal(routes[r].path, path)) {
      answer_route(&request, r);
      return;
    }
  }
  if (g_str_equal(soup_server_message_get_method(message), "GET"))
    answer_file(&request, path);
  else
    answer_error(&request, SOUP_STATUS_NOT_FOUND, "there is no such page");
}
