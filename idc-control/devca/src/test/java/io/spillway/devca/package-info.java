/** What the development authority makes, looked at by the JDK. */
@NullMarked
package io.spillway.devca;

import org.jspecify.annotations.NullMarked;
