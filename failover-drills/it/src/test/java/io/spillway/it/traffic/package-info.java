/** What happens to requests while a service changes; one class per event. */
@NullMarked
package io.spillway.it.traffic;

import org.jspecify.annotations.NullMarked;
