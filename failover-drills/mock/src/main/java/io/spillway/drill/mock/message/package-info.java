/**
 * xDS messages as octets: walked once, written without message objects. Start at
 * {@link io.spillway.drill.mock.message.ResponseView}.
 */
@NullMarked
package io.spillway.drill.mock.message;

import org.jspecify.annotations.NullMarked;
