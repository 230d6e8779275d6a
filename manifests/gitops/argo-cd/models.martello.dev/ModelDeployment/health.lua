-- Health of a ModelDeployment for Argo CD, from observedGeneration, Ready, Reconciling and Stalled alone: no other
-- condition, present or future, changes it.
local waiting = { status = "Progressing", message = "The operator has not looked at this generation yet." }
if obj.status == nil or obj.status.conditions == nil then
  return waiting
end
if obj.metadata.generation ~= obj.status.observedGeneration then
  return waiting
end

local found = {}
for _, condition in ipairs(obj.status.conditions) do
  found[condition.type] = condition
end
local ready, reconciling, stalled = found.Ready, found.Reconciling, found.Stalled

-- Someone must act.
if stalled ~= nil and stalled.status == "True" then
  return { status = "Degraded", message = stalled.message }
end
-- It goes on by itself.
if reconciling ~= nil and reconciling.status == "True" then
  return { status = "Progressing", message = reconciling.message }
end
if ready == nil or ready.status == "Unknown" then
  return waiting
end
if ready.status == "True" then
  return { status = "Healthy", message = ready.message }
end
-- Settled as the spec asks, without pods: suspended, or no replicas.
return { status = "Suspended", message = ready.message }
