/* What benchmarks of the memory are made of.
 *
 * Three of four lines of a file are stored; when they are used up they come again, edited by a
 * seeded random: one to four words inserted, deleted or replaced, numbers changed. */
#pragma once

#include <glib.h>

typedef struct {
  GPtrArray *stored; /* of char*: lines that the memory is made of */
  GPtrArray *unseen; /* of char*: lines that it is not */
  GRand *rand;
} Material;

/* Reads lines; path: NULL: they are recombined from a few of our own, and the output says so. */
Material *material_read(const char *path);

/* Returns a number from 0 to n - 1. */
guint material_below(const Material *material, guint n);

/* Returns a line edited, yours. */
char *material_edit_line(const Material *material, const char *line);

/* Writes a TMX file of n_units. texts: gets theirs, of char*. Returns their bytes. */
guint64 material_write_memory(const Material *material, const char *path, guint n_units,
                              GPtrArray *texts);
