/** The source of files against a real folder. */
@NullMarked
package io.spillway.sync.source.file;

import org.jspecify.annotations.NullMarked;
