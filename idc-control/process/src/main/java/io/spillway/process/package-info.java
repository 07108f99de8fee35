/** What every Spillway process has: configuration file, admin listener, metrics, life cycle. */
@NullMarked
package io.spillway.process;

import org.jspecify.annotations.NullMarked;
