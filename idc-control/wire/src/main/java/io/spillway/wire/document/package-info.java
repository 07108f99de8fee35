/**
 * YAML and JSON documents: text to trees and back, trees to resources and back. Start at
 * {@link io.spillway.wire.document.Documents} and {@link io.spillway.wire.document.ResourceDocuments}.
 */
@NullMarked
package io.spillway.wire.document;

import org.jspecify.annotations.NullMarked;
