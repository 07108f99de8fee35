/**
 * The registry on an etcd cluster, by jetcd (only here). Start at {@link io.spillway.registry.etcd.EtcdRegistry};
 * {@code EtcdLink} decides whether the etcd that answers is to be believed, {@code EtcdWatch} never trusts jetcd to resume.
 */
@NullMarked
package io.spillway.registry.etcd;

import org.jspecify.annotations.NullMarked;
