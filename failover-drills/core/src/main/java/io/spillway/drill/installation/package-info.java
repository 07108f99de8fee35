/**
 * Drills against a running installation: only switch-overs of origin DRILL and faults of gateways, watched by the installation's own figures. Start at
 * {@link io.spillway.drill.installation.InstallationPlayer}.
 */
@NullMarked
package io.spillway.drill.installation;

import org.jspecify.annotations.NullMarked;
