/** The line between two IDCs goes bad; one class per way in which it does. */
@NullMarked
package io.spillway.it.link;

import org.jspecify.annotations.NullMarked;
