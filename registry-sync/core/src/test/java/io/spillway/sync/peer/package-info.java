/** registry-sync between fake control planes that speak the real protocols; one class per disaster. */
@NullMarked
package io.spillway.sync.peer;

import org.jspecify.annotations.NullMarked;
