/** One place, one name, however the data writes it. */
import { expect, test } from 'vitest'
import { codeOfProvince, operatorOf, placeInChina } from './china.ts'

test('a place has one name, whichever way it is written', () => {
  const cases: [area: string, province: string, city: string][] = [
    ['广东省深圳市南山区', '广东', '深圳'],
    ['广东省深圳市', '广东', '深圳'],
    ['广东深圳', '广东', '深圳'],
    ['广东省', '广东', ''],
    ['北京市海淀区', '北京', '北京'],
    ['北京北京市', '北京', '北京'],
    ['重庆市', '重庆', '重庆'],
    ['江苏省徐州市', '江苏', '徐州'],
    ['江苏省苏州市昆山市', '江苏', '苏州'],
    ['吉林省吉林市', '吉林', '吉林'],
    ['广西区南宁市', '广西', '南宁'],
    ['广西壮族自治区南宁市', '广西', '南宁'],
    ['内蒙古区锡林郭勒盟', '内蒙古', '锡林郭勒'],
    ['新疆维吾尔自治区伊犁州', '新疆', '伊犁'],
    ['新疆喀什', '新疆', '喀什'],
    ['西藏区阿里地区', '西藏', '阿里'],
    ['贵州省黔东南州凯里市', '贵州', '黔东南'],
    ['湖北省神农架林区', '湖北', '神农架'],
    ['台湾省新竹市', '台湾', '新竹'],
    ['台湾省新竹县竹北市', '台湾', '新竹县'],
    ['海南省澄迈县', '海南', '澄迈县'],
    ['香港特别行政区', '香港', ''],
    ['香港区', '香港', ''],
    ['', '', ''],
  ]
  for (const [area, province, city] of cases)
    expect([area, placeInChina(area)]).toEqual([area, { province, city }])
})

test('Hong Kong, Macao and Taiwan have their own codes', () => {
  expect(['广东', '香港', '澳门', '台湾', ''].map(codeOfProvince)).toEqual(['CN', 'HK', 'MO', 'TW', 'CN'])
})

test('an operator has one name, and a small one keeps its own', () => {
  const names = [
    '中国电信公众宽带',
    '电信',
    '中华电信',
    '中国移动CMNET网络',
    '教育网(CERNET2)清华大学',
    '阿里云',
    '',
  ]
  expect(names.map(operatorOf)).toEqual(['电信', '电信', '中华电信', '移动', '教育网', '阿里云', ''])
})
