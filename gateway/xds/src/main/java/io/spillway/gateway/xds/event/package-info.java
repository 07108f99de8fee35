/** What happens to a gateway's configuration, told to whoever measures or logs. Start at {@link ConfigurationEvent}. */
@NullMarked
package io.spillway.gateway.xds.event;

import org.jspecify.annotations.NullMarked;
