/** Tests over all modules. */
@NullMarked
package io.spillway.it;

import org.jspecify.annotations.NullMarked;
