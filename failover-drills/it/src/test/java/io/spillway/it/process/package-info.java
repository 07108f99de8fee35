/** Processes that are killed and disks that go bad; one class per disaster. */
@NullMarked
package io.spillway.it.process;

import org.jspecify.annotations.NullMarked;
