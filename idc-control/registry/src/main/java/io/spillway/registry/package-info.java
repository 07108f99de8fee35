/** The revisioned key-value store of one IDC. */
@NullMarked
package io.spillway.registry;

import org.jspecify.annotations.NullMarked;
