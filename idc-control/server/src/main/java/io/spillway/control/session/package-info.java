/**
 * Sessions of people who look at the console: sealed by a key that all control nodes of an IDC share, so that none keeps a list of
 * them. Pure but for {@link io.spillway.control.session.RegistrySealKeys}; knows nothing of HTTP. Start at
 * {@link io.spillway.control.session.Sessions}.
 */
@NullMarked
package io.spillway.control.session;

import org.jspecify.annotations.NullMarked;
