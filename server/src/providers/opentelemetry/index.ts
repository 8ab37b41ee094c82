import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span as OtelSpan } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Span, Tracing } from '../../services/telemetry/port.js';

export interface OpenTelemetry extends Tracing {
  /** Sends what is kept. */
  close(): Promise<void>;
}

/**
 * Traces by OTLP over HTTP, as JSON. Everything is said by OpenTelemetry's own variables, which the SDK reads: `OTEL_EXPORTER_OTLP_ENDPOINT`,
 * `…_HEADERS`, `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_TRACES_SAMPLER` and so on.
 */
export function createOpenTelemetry(): OpenTelemetry {
  const ours = resourceFromAttributes({ 'service.name': 'interviewlm' });
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(ours)
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  const tracer = trace.getTracer('interviewlm');
  return {
    async serve(name, headers, work) {
      const caller = propagation.extract(ROOT_CONTEXT, headers);
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER }, caller);
      const ours = spanOver(span);
      try {
        return await context.with(trace.setSpan(caller, span), () => work(ours));
      } catch (error) {
        ours.end(error);
        throw error;
      } finally {
        ours.end();
      }
    },
    begin(name, kind, attributes = {}) {
      return spanOver(tracer.startSpan(name, { kind: kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL, attributes }));
    },
    close: () => provider.shutdown(),
  };
}

function spanOver(span: OtelSpan): Span {
  let ended = false;
  return {
    note(attributes, name) {
      span.setAttributes(attributes);
      if (name !== undefined) span.updateName(name);
    },
    end(error) {
      if (ended) return;
      ended = true;
      // Its class alone: a message may quote what somebody wrote.
      if (error !== undefined) {
        span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    },
  };
}
