/** Changes without end while control nodes die. */
@NullMarked
package io.spillway.it.churn;

import org.jspecify.annotations.NullMarked;
