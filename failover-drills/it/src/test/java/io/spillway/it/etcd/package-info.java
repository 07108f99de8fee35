/** The registry goes away or comes back as another one; one class per disaster. */
@NullMarked
package io.spillway.it.etcd;

import org.jspecify.annotations.NullMarked;
