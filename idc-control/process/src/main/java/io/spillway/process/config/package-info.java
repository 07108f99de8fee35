/** Strict configuration files of processes. Start at {@link io.spillway.process.config.ConfigFile}. */
@NullMarked
package io.spillway.process.config;

import org.jspecify.annotations.NullMarked;
