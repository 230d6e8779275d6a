/** The content-encryption key in CMS AuthEnvelopedData (RFC 5083). */
@NullMarked
package dev.martello.sealedmodel.wrappedkey;

import org.jspecify.annotations.NullMarked;
