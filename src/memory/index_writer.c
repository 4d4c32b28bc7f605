/* Writes the sections of an index file and the checksums of its blocks. */
#include "memory/index_writer.h"

#include "base/error.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

/* A multiple of the block size. */
#define BUFFER_SIZE (64 * BIRGE_INDEX_BLOCK)

struct _BirgeIndexWriter {
  int fd;
  const char *name; /* of the TMX file, for messages; borrowed */
  guint8 *buffer;
  gsize n_buffered;
  guint64 offset; /* of the buffer's start in the file */
  GArray *checks; /* of guint32 */
  int failed_errno;
};

BirgeIndexWriter *birge_index_writer_new(int fd, const char *name) {
  BirgeIndexWriter *writer = g_new0(BirgeIndexWriter, 1);
  writer->fd = fd;
  writer->name = name;
  writer->buffer = g_malloc(BUFFER_SIZE);
  writer->offset = BIRGE_INDEX_BLOCK;
  writer->checks = g_array_new(FALSE, FALSE, sizeof(guint32));
  return writer;
}

void birge_index_writer_free(BirgeIndexWriter *writer) {
  g_free(writer->buffer);
  g_array_unref(writer->checks);
  g_free(writer);
}

static void write_at(BirgeIndexWriter *writer, const void *bytes, gsize length, guint64 offset) {
  const char *next = bytes;
  while (length > 0 && writer->failed_errno == 0) {
    gssize wrote = pwrite(writer->fd, next, length, (off_t)offset);
    if (wrote < 0 && errno != EINTR)
      writer->failed_errno = errno;
    if (wrote > 0) {
      next += wrote;
      offset += (guint64)wrote;
      length -= (gsize)wrote;
    }
  }
}

static void flush_buffer(BirgeIndexWriter *writer) {
  for (gsize start = 0; start < writer->n_buffered; start += BIRGE_INDEX_BLOCK) {
    guint64 block = (writer->offset + start) / BIRGE_INDEX_BLOCK;
    gsize length = MIN(BIRGE_INDEX_BLOCK, writer->n_buffered - start);
    guint32 check = (guint32)birge_index_hash(block, writer->buffer + start, length);
    g_array_append_val(writer->checks, check);
  }
  write_at(writer, writer->buffer, writer->n_buffered, writer->offset);
  writer->offset += writer->n_buffered;
  writer->n_buffered = 0;
}

void birge_index_writer_put(BirgeIndexWriter *writer, const void *bytes, gsize length) {
  const guint8 *next = bytes;
  while (length > 0) {
    gsize n = MIN(length, BUFFER_SIZE - writer->n_buffered);
    memcpy(writer->buffer + writer->n_buffered, next, n);
    writer->n_buffered += n;
    next += n;
    length -= n;
    if (writer->n_buffered == BUFFER_SIZE)
      flush_buffer(writer);
  }
}

static void pad(BirgeIndexWriter *writer, gsize multiple) {
  static const guint8 zeroes[BIRGE_INDEX_BLOCK];
  birge_index_writer_put(writer, zeroes, (multiple - writer->n_buffered % multiple) % multiple);
}

guint64 birge_index_writer_offset(const BirgeIndexWriter *writer) {
  return writer->offset + writer->n_buffered;
}

void birge_index_writer_begin(BirgeIndexWriter *writer, BirgeSection *section) {
  pad(writer, 16);
  section->offset = birge_index_writer_offset(writer);
}

void birge_index_writer_end(const BirgeIndexWriter *writer, BirgeSection *section) {
  section->length = birge_index_writer_offset(writer) - section->offset;
}

void birge_index_writer_put_section(BirgeIndexWriter *writer, BirgeSection *section,
                                    const void *bytes, gsize length) {
  birge_index_writer_begin(writer, section);
  birge_index_writer_put(writer, bytes, length);
  birge_index_writer_end(writer, section);
}

gboolean birge_index_writer_finish(BirgeIndexWriter *writer, BirgeIndexHeader *header,
                                   GError **error) {
  pad(writer, BIRGE_INDEX_BLOCK);
  flush_buffer(writer);
  header->checks.offset = writer->offset;
  header->checks.length = writer->checks->len * sizeof(guint32);
  header->checks_check = birge_index_hash(0, writer->checks->data, header->checks.length);
  header->size = header->checks.offset + header->checks.length;
  header->header_check = birge_index_hash(0, header, offsetof(BirgeIndexHeader, header_check));
  write_at(writer, writer->checks->data, header->checks.length, header->checks.offset);
  guint8 block[BIRGE_INDEX_BLOCK] = {0};
  memcpy(block, header, sizeof *header);
  write_at(writer, block, sizeof block, 0);
  if (writer->failed_errno == 0)
    return TRUE;
  birge_error_set_errno(error, BIRGE_ERROR_IO, writer->name, "can't write the index",
                        writer->failed_errno);
  return FALSE;
}
