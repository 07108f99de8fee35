/** The API of a control node against a real authorization server. Start at {@link io.spillway.control.issuer.RealIssuerTest}. */
@NullMarked
package io.spillway.control.issuer;

import org.jspecify.annotations.NullMarked;
