package dev.martello.optimizer.search;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.engine.Engine;
import dev.martello.optimizer.graph.AffineFolding;
import dev.martello.optimizer.graph.ConstantLifting;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.graph.OnnxFile;
import dev.martello.optimizer.quantize.Layers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import onnx.OnnxMl.ModelProto;

/** The model as it was given, and the same with its weights laid open for the plans. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Prepared(byte[] original, ModelProto model) {

  /** Refuses, with the reason, a model that is better left alone. */
  public static Prepared of(byte[] original, String where) throws OptimizationRefused, IOException {
    ModelProto lifted = ConstantLifting.lift(OnnxFile.parse(original, where));
    var graph = new ModelGraph(lifted);
    if (Layers.of(graph).isEmpty()) {
      throw new OptimizationRefused("%s is left alone: %s".formatted(where, Layers.absence(graph)));
    }
    // ONNX Runtime would fold inside subgraphs too, where nothing may change.
    return new Prepared(original, graph.hasSubgraphs() ? lifted : folded(lifted));
  }

  private static ModelProto folded(ModelProto lifted) throws OptimizationRefused, IOException {
    Path file = Files.createTempFile("martello-folded", ".onnx");
    try {
      Engine.fold(lifted.toByteArray(), file);
      ModelProto folded = AffineFolding.fold(OnnxFile.read(file));
      // What the file says of itself is the author's, not ours to lose.
      return folded.toBuilder()
          .clearMetadataProps()
          .addAllMetadataProps(lifted.getMetadataPropsList())
          .setIrVersion(lifted.getIrVersion())
          .setProducerName(lifted.getProducerName())
          .setProducerVersion(lifted.getProducerVersion())
          .setModelVersion(lifted.getModelVersion())
          .setDocString(lifted.getDocString())
          .build();
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
