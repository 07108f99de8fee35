/** The etcd registry under the kit and under its own disasters, with a real etcd. */
@NullMarked
package io.spillway.registry.etcd;

import org.jspecify.annotations.NullMarked;
