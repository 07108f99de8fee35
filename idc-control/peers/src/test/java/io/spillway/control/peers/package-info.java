@NullMarked
package io.spillway.control.peers;

import org.jspecify.annotations.NullMarked;
