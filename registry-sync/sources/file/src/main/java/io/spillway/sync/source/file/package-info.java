/**
 * The source {@code file}: a folder of YAML and JSON files with WorkloadEntries, for fleets without a registry. Start at
 * {@link io.spillway.sync.source.file.FolderSession}; when a file is believed is in
 * {@link io.spillway.sync.source.file.FileState}.
 */
@NullMarked
package io.spillway.sync.source.file;

import org.jspecify.annotations.NullMarked;
