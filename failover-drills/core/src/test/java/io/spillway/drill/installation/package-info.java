@NullMarked
package io.spillway.drill.installation;

import org.jspecify.annotations.NullMarked;
