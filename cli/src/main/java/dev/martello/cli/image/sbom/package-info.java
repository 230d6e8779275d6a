/** The list of what an image is made of, in CycloneDX. */
@NullMarked
package dev.martello.cli.image.sbom;

import org.jspecify.annotations.NullMarked;
