/** Several control nodes of one IDC on one etcd, any of which may die. */
@NullMarked
package io.spillway.it.nodes;

import org.jspecify.annotations.NullMarked;
