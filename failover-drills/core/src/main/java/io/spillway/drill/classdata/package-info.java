/**
 * Class data: what the JVM of each role once found out about its classes, kept so that the next process of that role starts
 * in half the time. Start at {@link io.spillway.drill.classdata.ClassData}.
 */
@NullMarked
package io.spillway.drill.classdata;

import org.jspecify.annotations.NullMarked;
