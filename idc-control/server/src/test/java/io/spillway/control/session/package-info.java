/** Sessions of the console without HTTP. Start at {@link io.spillway.control.session.SessionsTest}. */
@NullMarked
package io.spillway.control.session;

import org.jspecify.annotations.NullMarked;
