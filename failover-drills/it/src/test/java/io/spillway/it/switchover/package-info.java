/** Switch-overs in a real fleet, while what carries them out dies or does not hear its peers. */
@NullMarked
package io.spillway.it.switchover;

import org.jspecify.annotations.NullMarked;
