/** What every registry must do, as tests. Start at {@link io.spillway.registry.kit.RegistryCompatibilityKit}. */
@NullMarked
package io.spillway.registry.kit;

import org.jspecify.annotations.NullMarked;
