import path from 'node:path'
import { isBuiltin } from 'node:module'
import { layers, testPackages } from './layer-table.js'

const root = path.resolve(import.meta.dirname, '..')
const isUnder = (file, folder) => file === folder || file.startsWith(`${folder}/`)
const packageName = (source) => source.split('/').slice(0, source.startsWith('@') ? 2 : 1).join('/')
const toFile = (absolute) => path.relative(root, absolute).split(path.sep).join('/')

/** The row that governs a file: the longest folder of the table that holds it, or undefined. */
export const rowOf = (file) =>
  Object.keys(layers).filter((folder) => isUnder(file, folder)).sort((a, b) => b.length - a.length)[0]

/** Why `file` may not import `source`, or undefined when it may. */
export function refusal(file, source) {
  const name = rowOf(file)
  if (name === undefined) return `${file} stands under no row of lint/layer-table.js`
  const row = layers[name]
  const isTest = /\.test\.tsx?$/.test(file)
  if (source.startsWith('.')) {
    const target = toFile(path.resolve(root, path.dirname(file), source.replace(/\?.*$/, '')))
    const allowed = [name, ...row.ours, ...(isTest ? ['test'] : [])]
    return allowed.some((folder) => isUnder(target, folder)) ? undefined : `${name} may not import ${target}`
  }
  if (isBuiltin(source)) return row.node === true || isTest ? undefined : `${name} may not import ${source}: no Node here`
  const wanted = packageName(source)
  const packages = [...(row.packages ?? []), ...(isTest ? testPackages : [])]
  return packages.includes('*') || packages.includes(wanted) ? undefined : `${name} may not import package ${wanted}`
}

export const layersRule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = toFile(context.filename)
    const check = (node) => {
      if (typeof node.source?.value !== 'string') return
      const message = refusal(file, node.source.value)
      if (message !== undefined) context.report({ node, message })
    }
    return {
      Program(node) {
        if (rowOf(file) === undefined) context.report({ node, message: `${file} stands under no row of lint/layer-table.js` })
      },
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    }
  },
}
