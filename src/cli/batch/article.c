/* An article of a batch. */
#include "cli/batch/article.h"

void birge_batch_article_free(gpointer data) {
  BirgeBatchArticle *article = data;
  g_free(article->name);
  g_ptr_array_unref(article->paths);
  g_ptr_array_unref(article->tags);
  g_free(article->reason);
  g_free(article);
}

void birge_batch_join(GPtrArray *articles, guint to, guint from) {
  BirgeBatchArticle *all = articles->pdata[to], *one = articles->pdata[from];
  while (one->paths->len > 0) {
    g_ptr_array_add(all->paths, g_ptr_array_steal_index(one->paths, 0));
    g_ptr_array_add(all->tags, g_ptr_array_steal_index(one->tags, 0));
  }
  if (!all->reason)
    all->reason = g_steal_pointer(&one->reason);
  g_clear_pointer(&one->reason, g_free);
}
