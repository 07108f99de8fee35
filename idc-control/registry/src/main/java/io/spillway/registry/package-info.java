/**
 * The revisioned key-value store of one IDC: {@link io.spillway.registry.Registry} is the contract, the packages
 * {@code embedded} and {@code etcd} are its two implementations, and one compatibility kit (in the tests) runs on both.
 */
@NullMarked
package io.spillway.registry;

import org.jspecify.annotations.NullMarked;
