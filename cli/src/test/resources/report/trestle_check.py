"""Reads assessment-results.json and the plan that it imports with compliance-trestle; ends with 1 if it refuses one."""
import pathlib
import sys

from trestle.oscal.assessment_plan import AssessmentPlan
from trestle.oscal.assessment_results import AssessmentResults

folder = pathlib.Path(sys.argv[1]).resolve()
results = AssessmentResults.oscal_read(folder / "assessment-results.json")
plan = AssessmentPlan.oscal_read(folder / results.import_ap.href)
planned = {part.id for objective in plan.local_definitions.objectives_and_methods for part in objective.parts}
for result in results.results:
    observed = {observation.uuid for observation in result.observations}
    for finding in result.findings:
        assert finding.target.target_id in planned, finding.target.target_id
        assert all(related.observation_uuid in observed for related in finding.related_observations)
print(f"accepted: {len(results.results)} results, every objective planned")
