/**
 * The sealed model: a directory of four files that is sealed, signed, verified and opened here.
 * Opening has four steps, {@link dev.martello.sealedmodel.UnverifiedModel} → {@link
 * dev.martello.sealedmodel.VerifiedModel} → {@link dev.martello.sealedmodel.UnlockedModel} → {@link
 * dev.martello.sealedmodel.OpenedModel}; each can only be had from the one before. The packages
 * below this one are its parts and no API.
 */
@NullMarked
package dev.martello.sealedmodel;

import org.jspecify.annotations.NullMarked;
