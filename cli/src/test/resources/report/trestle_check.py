"""Reads all OSCAL documents of a folder with compliance-trestle, and that they fit together; ends with 1 if not."""
import pathlib
import sys

from trestle.oscal.assessment_plan import AssessmentPlan
from trestle.oscal.assessment_results import AssessmentResults
from trestle.oscal.catalog import Catalog
from trestle.oscal.component import ComponentDefinition
from trestle.oscal.profile import Profile

folder = pathlib.Path(sys.argv[1]).resolve()
results = AssessmentResults.oscal_read(folder / "assessment-results.json")
plan = AssessmentPlan.oscal_read(folder / results.import_ap.href)
planned = {part.id for objective in plan.local_definitions.objectives_and_methods for part in objective.parts}
for result in results.results:
    observed = {observation.uuid for observation in result.observations}
    for finding in result.findings:
        assert finding.target.target_id in planned, finding.target.target_id
        assert all(related.observation_uuid in observed for related in finding.related_observations)
catalog = Catalog.oscal_read(folder / "catalog.json")
profile = Profile.oscal_read(folder / "profile.json")
components = ComponentDefinition.oscal_read(folder / "component-definition.json")
assert profile.imports[0].href == "catalog.json"
listed = {control.id for control in catalog.controls}
parts = {part.id for control in catalog.controls for part in control.parts}
chosen = {str(getattr(one, "__root__", one)) for one in profile.imports[0].include_controls[0].with_ids}
implementation = components.components[0].control_implementations[0]
assert implementation.source == "profile.json"
assert chosen == listed == {requirement.control_id for requirement in implementation.implemented_requirements}
assert planned <= parts, planned - parts
print(f"accepted: {len(results.results)} results, every objective planned, {len(listed)} clauses in catalog, profile and components")
