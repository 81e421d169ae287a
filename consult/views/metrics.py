"""Prometheus metrics, read from the database when they are asked for: the same from every process."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from consult.queries.operations import work_now


class WorkCollector(Collector):
    """Queue depth, oldest unclaimed job, sweep lag, late mails, dossiers by stage, render time."""

    def collect(self) -> Iterator[Metric]:
        work = work_now()
        depth = GaugeMetricFamily("consult_jobs_open", "Jobs waiting or running", labels=["kind"])
        for kind, count in work.waiting.items():
            depth.add_metric([kind], count)
        yield depth
        stages = GaugeMetricFamily("consult_dossiers", "Dossiers by stage", labels=["stage"])
        for stage, count in work.stages.items():
            stages.add_metric([stage], count)
        yield stages
        yield GaugeMetricFamily("consult_jobs_failed", "Jobs given up", value=work.failed)
        yield GaugeMetricFamily("consult_mails_late", "Mails waiting for more than ten minutes", value=work.mails_late)
        yield GaugeMetricFamily("consult_files_lost", "Files that the store has lost", value=work.files_lost)
        if work.free is not None:
            yield GaugeMetricFamily("consult_free_bytes", "Room where files and rows lie", value=work.free)
        ages = {
            "consult_oldest_job_seconds": (
                "Age of the oldest job that nobody claimed; 0 when there is none",
                work.oldest,
            ),
            "consult_sweep_lag_seconds": ("Time since the last sweep", work.sweep_lag),
            "consult_render_mean_seconds": ("Mean time to make a document in the last hour", work.render_mean),
            "consult_render_longest_seconds": ("Longest time to make a document in the last hour", work.render_longest),
        }
        for name, (text, value) in ages.items():
            if value is not None or name == "consult_oldest_job_seconds":
                yield GaugeMetricFamily(name, text, value=value or 0.0)
